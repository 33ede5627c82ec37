"""A race of scenarios that ends with one recommendation, by the lab's own rule (`src/race`, `src/stats/elimination`)."""
