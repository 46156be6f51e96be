"""The model: one module per registry with its typed record, from which schema, forms and documentation derive."""
