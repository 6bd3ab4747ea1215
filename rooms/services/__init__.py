"""What can be done: synchronous, keyword-only functions, the actor first. Each is one transaction.

May you, is it valid, do it and record it: consumers, views, forms and commands call these and know no rule.
"""
