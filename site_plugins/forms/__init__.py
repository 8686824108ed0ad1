"""Forms and schemas made from the content model: for the browser and for VS Code."""
