"""The roof: the command line, and whatever hears, keeps and prints for the two services below it."""
