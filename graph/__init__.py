"""Records become quads, quads a store, the store answers. Takes nothing from extraction but the Record."""
