/** Devices, buffers and the operations that run on them. */
module dev.soma.runtime {
    requires transitive dev.soma.kernels;
    requires org.slf4j;
    requires static org.jspecify;
    requires static jdk.incubator.vector;

    exports dev.soma.runtime;
    exports dev.soma.runtime.catalog;
    exports dev.soma.runtime.ptxas;

    uses dev.soma.runtime.DeviceProvider;

    provides dev.soma.runtime.DeviceProvider with
            dev.soma.runtime.cuda.CudaDeviceProvider,
            dev.soma.runtime.jvm.JvmDeviceProvider,
            dev.soma.runtime.opencl.OpenClDeviceProvider,
            dev.soma.runtime.tornado.TornadoDeviceProvider,
            dev.soma.runtime.vector.VectorDeviceProvider;
}
