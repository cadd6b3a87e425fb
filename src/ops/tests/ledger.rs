//! Worked examples of bookkeeping, sold through the shop and read from its books:
//! 20 % inside the prices unless said; debit is positive.

use super::bench::{Bench, card, cash, coins, eur, massage, oil, vat};
use crate::{
    domain::{
        ids::TaxClassId,
        ledger::{Account, LedgerEntry, LedgerSource},
        money::CashRounding,
        tender::Tender,
        ticket::{Discount, Item},
    },
    ops::{
        outcome::{Outcome, Sold},
        request::{
            DiscountChange, LineChange, ProductDraft, RefundLine, RefundWish, Request,
            ServiceDraft, TaxClassDraft,
        },
    },
    store::Reads,
};

/// A line to sell: a service or goods, its price, cost and discount.
#[derive(Clone, Copy)]
struct Line {
    goods: bool,
    ten_percent: bool,
    price: i64,
    cost: i64,
    off: i64,
}

const fn service(price: i64) -> Line {
    Line {
        goods: false,
        ten_percent: false,
        price,
        cost: 0,
        off: 0,
    }
}

const fn goods(price: i64, cost: i64) -> Line {
    Line {
        goods: true,
        cost,
        ..service(price)
    }
}

struct Books {
    bench: Bench,
    ten_percent: TaxClassId,
}

impl Books {
    fn new(cash_step: u32) -> Self {
        let bench = Bench::open();
        let mut settings = (*bench.shop.settings().unwrap()).clone();
        let standard = settings.default_tax_class;
        let class = |id, name: &str, rate| {
            let saved = bench.done(Request::SaveTaxClass(TaxClassDraft {
                id,
                name: name.into(),
                components: vat(rate)
                    .into_iter()
                    .map(|part| crate::domain::tax::TaxComponent {
                        name: name.into(),
                        ..part
                    })
                    .collect(),
                from: None,
                active: true,
            }));
            match saved {
                Outcome::SavedTaxClass { tax_class } => tax_class,
                other => panic!("{other:?}"),
            }
        };
        class(Some(standard), "VAT20", 20_000);
        let ten_percent = class(None, "VAT10", 10_000);
        settings.cash_rounding = CashRounding {
            step_minor: cash_step,
        };
        bench.done(Request::SaveSettings { settings });
        Self { bench, ten_percent }
    }

    fn item(&self, line: Line) -> Item {
        let tax_class = line.ten_percent.then_some(self.ten_percent);
        let price = Some(eur(line.price));
        let code = String::new();
        if line.goods {
            Item::Product(self.bench.product(ProductDraft {
                code,
                price,
                tax_class,
                cost: eur(line.cost),
                barcodes: Vec::new(),
                ..oil()
            }))
        } else {
            Item::Service(self.bench.service(ServiceDraft {
                code,
                price,
                tax_class,
                ..massage()
            }))
        }
    }

    fn sell(&self, lines: &[Line], tenders: &[Tender]) -> Sold {
        for (line, number) in lines.iter().zip(1..) {
            self.bench.add(self.item(*line), 1);
            if line.off > 0 {
                let discount = Discount::Amount(eur(line.off));
                self.bench.done(Request::ChangeLine(LineChange {
                    line: number,
                    discount: Some(DiscountChange::Give(discount)),
                    ..LineChange::default()
                }));
            }
        }
        self.bench.pay(tenders)
    }

    /// The postings of the latest entry, in the order of accounts.
    fn latest(&self) -> Postings {
        let entry = self.latest_entry();
        let postings = entry.postings.into_iter();
        let mut postings: Vec<_> = postings.map(|it| (it.account, it.amount.minor())).collect();
        postings.sort();
        postings
    }

    fn latest_entry(&self) -> LedgerEntry {
        let newest = self.bench.shop.read().newest::<LedgerEntry>(1);
        newest.unwrap().remove(0)
    }
}

fn tax(rate: &str) -> Account {
    Account::Tax(format!("VAT{rate}"))
}

fn sorted(mut postings: Postings) -> Postings {
    postings.sort();
    postings
}

/// Name, smallest coin, what is sold, how it is paid, and what is posted.
type Case<'a> = (&'a str, u32, &'a [Line], &'a [Tender], Postings);
type Postings = Vec<(Account, i64)>;

const CASH: Account = Account::Cash(1);

#[test]
fn sales_post_as_the_books_say() {
    use Account::{CardClearing, CashRounding, CostOfGoods, RetailRevenue, ServiceRevenue, Stock};
    let mixed = [
        Line {
            off: 599,
            ..service(6_000)
        },
        Line {
            off: 400,
            ten_percent: true,
            ..goods(4_000, 0)
        },
    ];
    #[rustfmt::skip]
    let cases: [Case; 6] = [
        ("R-1 cash sale", 1, &[service(6_000)], &[cash(None)],
            vec![(CASH, 6_000), (ServiceRevenue, -5_000), (tax("20"), -1_000)]),
        ("R-2 card sale of goods", 1, &[goods(3_600, 1_200)], &[card(None)],
            vec![(CardClearing, 3_600), (RetailRevenue, -3_000), (tax("20"), -600), (CostOfGoods, 1_200), (Stock, -1_200)]),
        ("R-3 split", 1, &[service(9_000)], &[cash(Some(4_000)), card(Some(5_000))],
            vec![(CASH, 4_000), (CardClearing, 5_000), (ServiceRevenue, -7_500), (tax("20"), -1_500)]),
        ("R-4 two rates, discount of 9.99", 1, &mixed, &[cash(None)],
            vec![(CASH, 9_001), (ServiceRevenue, -4_501), (tax("20"), -900), (RetailRevenue, -3_273), (tax("10"), -327)]),
        ("R-15 cash rounded up", 5, &[service(1_298)], &[cash(None)],
            vec![(CASH, 1_300), (ServiceRevenue, -1_082), (tax("20"), -216), (CashRounding, -2)]),
        ("R-16 cash rounded down", 5, &[service(1_297)], &[cash(None)],
            vec![(CASH, 1_295), (ServiceRevenue, -1_081), (tax("20"), -216), (CashRounding, 2)]),
    ];
    for (name, step, lines, tenders, want) in cases {
        let books = Books::new(step);
        let sold = books.sell(lines, tenders);
        assert_eq!(books.latest(), sorted(want.clone()), "{name}");

        // a refund of all is the exact negation.
        let lines = (1..=lines.len()).map(|number| RefundLine {
            line: u32::try_from(number).unwrap(),
            quantity: 1,
            restock: true,
        });
        books.bench.done(Request::Refund(RefundWish {
            sale: sold.sale,
            lines: lines.collect(),
            tender: None,
            reason: "R-5".into(),
        }));
        let negated = want.into_iter().map(|(account, it)| (account, -it));
        assert_eq!(
            books.latest(),
            sorted(negated.collect()),
            "{name}, given back"
        );
    }
}

#[test]
fn a_short_drawer_posts_what_is_missing() {
    let books = Books::new(1);
    books.bench.done(Request::CountDrawer {
        count: coins(10_000 - 150),
        others: Vec::new(),
    });
    books.bench.done(Request::CloseDrawer { carry_over: false });
    // Z-1, and then what was counted goes to the safe.
    let of = |wanted: fn(&LedgerSource) -> bool| {
        let entries = books.bench.shop.read().all::<LedgerEntry>().unwrap();
        let entry = entries.into_iter().find(|it| wanted(&it.source)).unwrap();
        let postings = entry.postings.into_iter();
        sorted(postings.map(|it| (it.account, it.amount.minor())).collect())
    };
    let z_1 = of(|it| matches!(it, LedgerSource::Difference(_)));
    assert_eq!(z_1, sorted(vec![(Account::OverShort, 150), (CASH, -150)]));
    let want = vec![(CASH, -9_850), (Account::Safe, 9_850)];
    assert_eq!(books.latest(), sorted(want));
    let source = books.latest_entry().source;
    assert!(matches!(source, LedgerSource::Close(_)), "{source:?}");
}
