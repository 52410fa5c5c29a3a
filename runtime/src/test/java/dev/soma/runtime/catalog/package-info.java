/**
 * The tests of all operations on all devices: each case is an operation with its arrays and a reference in double precision,
 * written plainly from the equations.
 */
@NullMarked
package dev.soma.runtime.catalog;

import org.jspecify.annotations.NullMarked;
