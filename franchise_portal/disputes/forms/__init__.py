"""Shape and wording of what people type about disputes and grades."""
