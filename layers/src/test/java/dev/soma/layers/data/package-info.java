/** Tests of datasets, on small files in the true formats, written byte by byte. */
@NullMarked
package dev.soma.layers.data;

import org.jspecify.annotations.NullMarked;
