"""The whole service in processes of its own, as readers, editors and operators meet it."""
