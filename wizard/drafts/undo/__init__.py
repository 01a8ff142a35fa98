"""What can be undone in a draft: invertible changes of its answers, and the steps that they make."""
