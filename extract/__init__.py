"""Documents to Records: readers, recognition, linking and relations. Heavy imports wait inside the modules."""
