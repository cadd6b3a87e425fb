# The book: grid, booking, appointments.
