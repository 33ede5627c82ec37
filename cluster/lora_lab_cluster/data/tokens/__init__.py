"""Texts to token ids by Hugging Face's `tokenizers`, from a model's files as the page combines them (`src/tokenizer`)."""
