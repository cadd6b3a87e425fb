# The counter: cart, payment, drawer.
