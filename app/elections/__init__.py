"""How an assessor comes to office: elections of 1953, the selection of 2018."""
