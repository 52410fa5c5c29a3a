/**
 * The device {@code tornado}: Soma's kernels, compiled by TornadoVM. What needs TornadoVM's classes is behind {@link
 * dev.soma.runtime.tornado.TornadoBackend}, in sources that only the Maven profile {@code tornado} compiles.
 */
@NullMarked
package dev.soma.runtime.tornado;

import org.jspecify.annotations.NullMarked;
