"""The pages that people see, made of the same objects as the API's answers; they work without
JavaScript, in three languages."""
