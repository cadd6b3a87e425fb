//! Text from people and devices: cleaned at every entrance, measured in terminal
//! cells, folded for searching.
