// Walk
