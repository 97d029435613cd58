"""What exists in actorgraph's world: classes, properties, shapes, names and errors. Imports nothing else of ours."""
