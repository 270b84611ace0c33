"""What people of the business do with a callback by hand, and what they say of a talk."""
