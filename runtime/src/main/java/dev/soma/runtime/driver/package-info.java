/** What the devices behind a driver share: its library, memory, launch arguments and compiled programs kept on disk. */
@NullMarked
package dev.soma.runtime.driver;

import org.jspecify.annotations.NullMarked;
