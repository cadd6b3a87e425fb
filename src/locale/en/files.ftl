# The files: clients, products, receipts, and the shop itself.
