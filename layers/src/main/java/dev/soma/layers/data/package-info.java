/** Datasets: readers of the usual files, views, batches in a reproducible order, augmentation. */
@NullMarked
package dev.soma.layers.data;

import org.jspecify.annotations.NullMarked;
