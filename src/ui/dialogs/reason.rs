//! Why: asked before what cannot be left unexplained (a cancelled visit, cash
//! taken out, goods given back). The usual reasons are one Enter away.

use crate::{
    ops::{outcome::Outcome, refusal::Field},
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::Filter,
        },
    },
};

/// Asks for a reason; `usual` are message ids of the ones to choose from. What
/// `then` asks for is run by this dialog, which closes when it is done.
pub fn reason(
    title: String,
    help: &'static str,
    usual: &'static [&'static str],
    then: impl Fn(&str, &View) -> Vec<Cmd> + 'static,
    view: &View,
) -> Box<dyn Component> {
    reason_then(title, help, usual, then, |_, _| Vec::new(), view)
}

/// As [`reason`], and what follows when it is done.
pub fn reason_then(
    title: String,
    help: &'static str,
    usual: &'static [&'static str],
    then: impl Fn(&str, &View) -> Vec<Cmd> + 'static,
    done: impl Fn(&Outcome, &View) -> Vec<Cmd> + 'static,
    view: &View,
) -> Box<dyn Component> {
    let field = why(usual, view);
    Form::new(title, help, vec![field], move |fields, view| {
        Ok(then(fields[0].value(), view))
    })
    .on_done(done)
    .boxed()
}

/// A reason: one of the usual ones, by their message ids, or any other.
pub fn why(usual: &'static [&'static str], view: &View) -> FormField<()> {
    any_why(usual, "", (), view).needed()
}

/// As [`why`], with one there already, and not insisted on.
pub fn any_why<V: Clone + 'static>(
    usual: &'static [&'static str],
    now: &str,
    value: V,
    view: &View,
) -> FormField<V> {
    let label = view.words().field(Field::Reason);
    let chosen = (!now.is_empty()).then(|| (now.to_owned(), value.clone()));
    let search = move |typed: &str, view: &View| {
        let typed = Filter::of(typed);
        let texts = usual.iter().map(|id| view.text(id));
        texts
            .filter(|reason| typed.fits(reason))
            .map(|label| Choice {
                label,
                detail: String::new(),
                value: value.clone(),
            })
            .collect()
    };
    FormField::pick(Field::Reason, label, chosen, search).open()
}
