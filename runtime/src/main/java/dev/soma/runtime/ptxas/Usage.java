package dev.soma.runtime.ptxas;

/**
 * What an assembled kernel uses.
 *
 * @param registers of each work-item
 * @param sharedBytes local memory of each work-group
 * @param stackBytes of each work-item
 * @param spillBytes written to and read from the stack for want of registers
 */
public record Usage(int registers, int sharedBytes, int stackBytes, int spillBytes) {}
