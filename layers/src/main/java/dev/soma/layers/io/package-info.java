/** Files: safetensors, .npy, and writing so that a kill leaves the old file. */
@NullMarked
package dev.soma.layers.io;

import org.jspecify.annotations.NullMarked;
