"""The office's records as rows of text: one language for forms, imports, exports, history and plans."""
