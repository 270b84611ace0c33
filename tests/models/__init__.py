"""Small worlds in which everything that can happen does happen, in every order: the promise, proved where it can be."""
