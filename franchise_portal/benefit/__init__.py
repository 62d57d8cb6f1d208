"""What each side takes from an outlet: fees, fund and what is earned on goods, beside the profit.

Franchisees report their outlets' accounts, the office says what it earns on goods, and invoices say
what was charged. From these the balance follows, with the months it cannot speak of; the alerts of
fee stress; requests for relief; and the page of a statement that says what the fees were good for.
"""
