//! Products on the shelf: a list that filters as one types, low ones marked.

use ratatui::{Frame, layout::Rect, text::Line};

use crate::{
    domain::{ids::ProductId, text, ticket::Item},
    ops::query::{self, StockRow},
    store::record::Kind,
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply},
        dialogs::{goods, product_form},
        keymap::places::Typing,
        view::View,
        widgets::{entry_line::EntryLine, strip},
    },
};

pub struct StockPane {
    filter: EntryLine,
    rows: Vec<StockRow>,
    marked: usize,
    /// Rows that fit, as last drawn.
    n_fit: usize,
    is_loaded: bool,
}

impl StockPane {
    pub fn new(_: &View) -> Self {
        Self {
            filter: EntryLine::new(Context::Stock, Typing::Words),
            rows: Vec::new(),
            marked: 0,
            n_fit: 10,
            is_loaded: false,
        }
    }

    fn load(&mut self, view: &View) -> Vec<Cmd> {
        match query::stock(&view.shop.read(), self.filter.text()) {
            Ok(rows) => self.rows = rows,
            Err(stop) => return vec![view.say_stop(&stop)],
        }
        self.marked = self.marked.min(self.rows.len().saturating_sub(1));
        Vec::new()
    }

    /// After a commit: the numbers of what was sold, and all of it only when the
    /// products themselves changed.
    fn refresh(&mut self, view: &View) -> Vec<Cmd> {
        if view.changes.has(Kind::Product) || !self.is_loaded {
            self.is_loaded = true;
            return self.load(view);
        }
        let moved = view.changes.ids(Kind::StockLevel).unwrap_or_default();
        for id in moved.into_iter().map(ProductId::from) {
            if let Some(row) = self.rows.iter_mut().find(|row| row.product == id) {
                match query::on_hand(&view.shop.read(), id) {
                    Ok(on_hand) => row.on_hand = on_hand,
                    Err(stop) => return vec![view.say_stop(&stop)],
                }
            }
        }
        Vec::new()
    }

    fn step(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.marked = self.marked.saturating_add_signed(by).min(last);
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let half = isize::try_from(self.n_fit / 2).unwrap_or(1).max(1);
        match action {
            Action::NavUp => self.step(-1),
            Action::NavDown => self.step(1),
            Action::NavPageUp => self.step(-half),
            Action::NavPageDown => self.step(half),
            Action::NavFirst => self.marked = 0,
            Action::NavLast => self.marked = self.rows.len().saturating_sub(1),
            Action::Back if !self.filter.is_empty() => {
                self.filter.clear();
                return Reply::Done(self.load(view));
            }
            Action::StockNew => {
                let typed = self.filter.text();
                return Reply::one(Cmd::Push(product_form::typed(view, typed)));
            }
            action => return self.act_on_marked(action, view),
        }
        Reply::none()
    }

    fn act_on_marked(&self, action: Action, view: &View) -> Reply {
        let Some(row) = self.rows.get(self.marked) else {
            return Reply::Ignored;
        };
        match action {
            Action::StockToCart => Reply::one(Cmd::AddToCart(Item::Product(row.product))),
            Action::StockEdit => {
                let form = product_form::edit(view, row.product);
                Reply::Done(form.map(Cmd::Push).into_iter().collect())
            }
            Action::StockCount => Reply::one(Cmd::Push(product_form::count(
                view,
                row.product,
                &row.name,
                row.on_hand,
            ))),
            Action::StockReceive => Reply::one(Cmd::Push(goods::receive(view, row))),
            Action::StockTake => Reply::one(Cmd::Push(goods::take(view, row))),
            _ => Reply::Ignored,
        }
    }

    fn row_line(&self, row: &StockRow, idx: usize, width: usize, view: &View) -> Line<'static> {
        let price = row
            .price
            .map_or_else(|| view.text("stock-price-asked"), |price| view.money(price));
        let low = if row.is_low() { "!" } else { " " };
        let right = format!("{} {:>5}{low}", text::pad_start(&price, 9), row.on_hand);
        let left_width = width.saturating_sub(text::cells(&right) + 3);
        let name = text::pad(&text::cut(&row.name, left_width), left_width);
        let mark = if idx == self.marked {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        let style = match idx == self.marked {
            true => view.theme.selected(),
            false if row.is_low() => view.theme.warn(),
            false => view.theme.plain(),
        };
        Line::styled(format!("{mark} {name} {right}"), style)
    }
}

impl Component for StockPane {
    fn contexts(&self) -> Vec<Context> {
        self.filter.contexts()
    }

    fn takes_char(&self, letter: char) -> bool {
        self.filter.takes_char(letter) && Typing::Product.takes(letter)
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => return Reply::Done(self.refresh(view)),
            Input::Scan(_) => return Reply::Ignored,
            Input::Action(Action::NavNext) => return Reply::one(Cmd::Focus(Pane::Day)),
            Input::Action(Action::NavPrev) => return Reply::one(Cmd::Focus(Pane::Cart)),
            _ => (),
        }
        if self.filter.handle(input) {
            self.marked = 0;
            return Reply::Done(self.load(view));
        }
        match input {
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
        let title = format!("{}  {}", view.text("pane-stock"), self.rows.len());
        let inner = strip::boxed(frame, area, &title, view.theme, focused);
        let inner = self.filter.render(frame, inner, view, focused);
        self.n_fit = usize::from(inner.height).max(1);
        let first = (self.marked / self.n_fit) * self.n_fit;
        let width = usize::from(inner.width);
        if self.rows.is_empty() {
            let id = if self.filter.is_empty() {
                "stock-none"
            } else {
                "list-nothing"
            };
            let nothing = text::wrap(&view.text(id), width).into_iter();
            strip::lines(
                frame,
                inner,
                nothing.map(|it| Line::styled(it, view.theme.dim())),
            );
        }
        let rows = self.rows.iter().enumerate().skip(first);
        strip::lines(
            frame,
            inner,
            rows.take(self.n_fit)
                .map(|(idx, row)| self.row_line(row, idx, width, view)),
        );
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        let mut hints = Vec::new();
        if !self.rows.is_empty() {
            hints.extend([
                Action::StockToCart,
                Action::StockCount,
                Action::StockEdit,
                Action::StockReceive,
                Action::StockTake,
            ]);
        }
        hints.extend([Action::StockNew, Action::PaneDay]);
        hints
    }

    fn help(&self) -> &'static str {
        "help-stock"
    }
}
