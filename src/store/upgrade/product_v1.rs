//! Products when each had one price.

use serde::Deserialize;

use crate::domain::{
    catalog::{Barcode, Product},
    ids::{ProductId, TaxClassId},
    money::Money,
};

#[derive(Deserialize)]
pub(super) struct ProductV1 {
    id: ProductId,
    code: String,
    name: String,
    category: String,
    supplier: String,
    brand: String,
    price: Option<Money>,
    cost: Money,
    tax_class: TaxClassId,
    barcodes: Vec<Barcode>,
    par_level: u32,
    stock_max: u32,
    active: bool,
}

impl From<ProductV1> for Product {
    fn from(old: ProductV1) -> Self {
        Self {
            id: old.id,
            code: old.code,
            name: old.name,
            category: old.category,
            supplier: old.supplier,
            brand: old.brand,
            price: old.price,
            cost: old.cost,
            tax_class: old.tax_class,
            barcodes: old.barcodes,
            par_level: old.par_level,
            stock_max: old.stock_max,
            active: old.active,
            prices: Vec::new(),
        }
    }
}
