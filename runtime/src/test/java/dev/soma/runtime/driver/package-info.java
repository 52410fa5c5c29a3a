@NullMarked
package dev.soma.runtime.driver;

import org.jspecify.annotations.NullMarked;
