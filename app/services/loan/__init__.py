"""The loan closet: what it holds, what it lends, what its makers call back."""
