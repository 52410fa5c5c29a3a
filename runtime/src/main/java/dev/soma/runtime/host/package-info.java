/** What the devices that compute on the Java heap share: buffers that are arrays, and worker threads. */
@NullMarked
package dev.soma.runtime.host;

import org.jspecify.annotations.NullMarked;
