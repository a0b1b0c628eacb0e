"""What people see: one module for each audience, and the looks, forms and colours that they share."""
