package main

func makeState(folder string, records, builds int) error { return nil }
