"""All proofs in one run, and the page that tells what came out."""
