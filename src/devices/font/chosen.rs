//! Which letters of the font are in the program, in the order in which their dots lie
//! there. Read by the build too, which lays them.

/// Letters of one cell.
pub(crate) const NARROW: [(u32, u32); 10] = [
    (0x20, 0x7E),
    (0xA0, 0x24F),
    // Greek and Cyrillic.
    (0x370, 0x3FF),
    (0x400, 0x52F),
    // Armenian and Georgian.
    (0x531, 0x58F),
    (0x10A0, 0x10FF),
    (0x1C90, 0x1CBF),
    // More Latin, as Vietnamese has it.
    (0x1E00, 0x1EFF),
    (0x2010, 0x205E),
    (0x20A0, 0x20C0),
];

/// Letters of two cells: signs of East Asia, kana, and full-width Latin.
pub(crate) const WIDE: [(u32, u32); 4] = [
    (0x3000, 0x303E),
    (0x3041, 0x3096),
    (0x3099, 0x30FF),
    (0xFF01, 0xFF60),
];

/// After them the 72 rows of 94 Chinese letters of GB 2312, by their first byte.
pub(crate) const HANZI_ROWS: (u8, u8) = (0xB0, 0xF7);
pub(crate) const HANZI_CELLS: (u8, u8) = (0xA1, 0xFE);

/// Bytes of a letter's dots: 16 rows of 8 or 16.
pub(crate) const NARROW_BYTES: usize = 16;
pub(crate) const WIDE_BYTES: usize = 32;
