/** What the device {@code tornado} asks of TornadoVM. Compiled by the Maven profile {@code tornado} only. */
@NullMarked
package dev.soma.runtime.tornado.vm;

import org.jspecify.annotations.NullMarked;
