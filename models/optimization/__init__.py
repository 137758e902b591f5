"""One optimizer step and what goes into it: augmentation, the loss of sparse labels with its class weights, AdamW and its learning rate.
Also the batch size that fits in training, the EMA of the weights, and the seeds of an epoch. `data_parallel` keeps the networks of all
ranks equal. Knows no epochs, chips folders or reports.
"""
