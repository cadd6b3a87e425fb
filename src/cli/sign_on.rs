//! Who a command works for, where people sign on.

use std::{
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use clap::Args;

use super::backup::passphrase_in;
use crate::{
    domain::{
        ids::{Register, StaffId},
        staff::Staff,
        text,
    },
    locale::{Locale, Words},
    ops::{
        refusal::Refusal,
        request::{ProofOf, Request, Session},
        shop::{Shop, Stop},
    },
    store::Reads,
    ui::term::secret,
};

#[derive(Args, Clone, Debug)]
pub(super) struct ByArgs {
    /// Where people sign on: who does it, by name or id
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The PIN is in this file; else it is asked for
    #[arg(long, value_name = "FILE", requires = "by")]
    pin_file: Option<PathBuf>,
}

/// Signs on who is named; whoever is not asked to needs not be.
pub(super) fn sign_on(
    shop: &Shop,
    register: Register,
    args: &ByArgs,
    locale: &Locale,
) -> Result<(), String> {
    let settings = shop.settings();
    let words = Words::new(locale, settings.as_deref());
    let said = |stop: &Stop| match stop {
        Stop::Refused(refusal) => words.refusal(refusal),
        Stop::Failed(failure) => words.failure(failure),
    };
    let rights = shop.rights().map_err(|err| err.to_string())?;
    if !rights.on {
        return Ok(());
    }
    let Some(by) = &args.by else {
        let refused = words.refusal(&Refusal::SignOnNeeded);
        return Err(format!("{refused} {}", locale.text("sign-on-by")));
    };
    let staff = match named(shop, by).as_slice() {
        [one] => *one,
        found => {
            let numbers: Vec<String> = found.iter().map(ToString::to_string).collect();
            let args = [
                ("typed", by.as_str().into()),
                ("numbers", numbers.join(", ").into()),
            ];
            let id = if found.is_empty() {
                "form-no-choice"
            } else {
                "sign-on-several"
            };
            return Err(locale.fill(id, &args));
        }
    };
    let pin = pin(args.pin_file.as_deref(), locale)?;
    let id = format!(
        "sign-on-{}-{}",
        shop.now().timestamp_millis(),
        std::process::id()
    );
    let session = Session {
        register,
        operator: None,
    };
    let request = Request::SignOn(ProofOf::pin(staff, pin));
    let done = shop.run(&session, &id, &request);
    done.map(drop).map_err(|stop| said(&stop))
}

/// Those who work here and are called so, or the one of that number.
fn named(shop: &Shop, by: &str) -> Vec<StaffId> {
    let people = shop.read().all::<Staff>().unwrap_or_default();
    let folded = text::fold(by);
    let is_it = |it: &&Staff| text::fold(&it.name) == folded || it.id.to_string() == by;
    let meant = people.iter().filter(|it| it.active).filter(is_it);
    meant.map(|it| it.id).collect()
}

fn pin(file: Option<&Path>, locale: &Locale) -> Result<String, String> {
    if let Some(file) = file {
        return passphrase_in(file).map_err(|err| format!("{}: {err:?}", file.display()));
    }
    if !io::stdin().is_terminal() {
        return Err(locale.text("sign-on-by"));
    }
    secret::ask(&locale.text("sign-on-pin")).map_err(|err| err.to_string())
}
