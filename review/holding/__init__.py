"""Who is at a case: leases, who looks at it, whom it is given to, who must not decide it, and what is not sent yet."""
