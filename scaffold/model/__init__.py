"""The nouns, in the order in which data flows: blueprint, answers, plan, tree. All are frozen."""
