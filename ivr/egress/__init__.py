"""What we ask of other machines of the business by ourselves: each question a function, with an end to its wait."""
