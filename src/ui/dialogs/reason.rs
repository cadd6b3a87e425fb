//! Why: asked before what cannot be left unexplained (a cancelled visit, cash
//! taken out, goods given back). The usual reasons are one Enter away.

use crate::{
    domain::text,
    ops::{outcome::Outcome, refusal::Field},
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::form::{Choice, Form, FormField},
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
    let field = FormField::pick(
        Field::Reason,
        view.words().field(Field::Reason),
        None,
        move |typed, view| {
            let typed = text::fold(typed);
            let texts = usual.iter().map(|id| view.text(id));
            texts
                .filter(|reason| text::fold(reason).contains(&typed))
                .map(|reason| Choice {
                    label: reason,
                    detail: String::new(),
                    value: (),
                })
                .collect()
        },
    );
    Form::new(title, help, vec![field.open()], move |fields, view| {
        Ok(then(fields[0].value(), view))
    })
    .on_done(done)
    .boxed()
}
