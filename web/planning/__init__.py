"""What the officer's desk does: drafts, edits, insertions, comparisons, publishing. No Flask; the pages draw it."""
