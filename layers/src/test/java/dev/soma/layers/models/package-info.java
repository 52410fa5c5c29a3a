/** Tests of the networks. */
@NullMarked
package dev.soma.layers.models;

import org.jspecify.annotations.NullMarked;
