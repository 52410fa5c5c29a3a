#!/usr/bin/env python3
"""SpikingJelly's times for a training step and for inference of ResNet-20 with MPBN, the network of Soma's benchmarks.

By hand, with random weights and images; prints JSON:

    python bench/peers/spikingjelly_resnet20.py --threads 2

"./soma bench --python PYTHON" starts it with --serve, gives it Soma's weights and images, compares the results and then times
both in turn. The Python of that path needs: pip install torch==2.7.1 spikingjelly==2.0.0
"""

import argparse
import importlib.metadata
import json
import struct
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

from spikingjelly.activation_based import functional, layer, neuron

DECAY = 0.25
V_TH = 0.5
SHARPNESS = 3.0
CLASSES = 10
LEARNING_RATE = 0.02
MOMENTUM = 0.9
WEIGHT_DECAY = 5e-4
BATCHES = 8


class TruncatedTanh(torch.autograd.Function):
    """The spike, and the surrogate derivative of MPBN's public code; x is the potential above the threshold."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x > 0).to(x)

    @staticmethod
    def backward(ctx, grad_spike):
        (x,) = ctx.saved_tensors
        scale = SHARPNESS / (2 * torch.tanh(torch.tensor(SHARPNESS / 2)).item()) / (2 * V_TH)
        slope = scale * (1 - torch.tanh(SHARPNESS / (2 * V_TH) * x).square())
        return grad_spike * slope * (x.abs() <= V_TH)


class MpbnLif(neuron.SimpleLIFNode):
    """SpikingJelly's LIF neurons, with MPBN before the comparison.

    Its own MPBNLIFNode goes on with the normalised potential, MPBN's public code and Soma with the potential itself.
    """

    def __init__(self, channels):
        super().__init__(
            tau=1 / (1 - DECAY),
            decay_input=False,
            v_threshold=V_TH,
            v_reset=0.0,
            surrogate_function=TruncatedTanh.apply,
            step_mode="m",
        )
        self.mpbn = nn.BatchNorm2d(channels)

    def neuronal_charge(self, x):
        self.v = DECAY * self.v + x

    def neuronal_fire(self):
        return self.surrogate_function(self.mpbn(self.v) - self.v_threshold)


class Repeat(nn.Module):
    """Images, computed once up to here, for all steps."""

    def __init__(self, steps):
        super().__init__()
        self.steps = steps

    def forward(self, x):
        return x.expand(self.steps, *x.shape)


class Residual(nn.Module):
    """A main branch and a shortcut, added."""

    def __init__(self, main, shortcut):
        super().__init__()
        self.main = main
        self.shortcut = shortcut

    def forward(self, x_seq):
        return self.main(x_seq) + (x_seq if self.shortcut is None else self.shortcut(x_seq))


def convolution(channels, out_channels, kernel=3, stride=1, step_mode="m"):
    """A convolution and its normalisation."""
    return [
        layer.Conv2d(channels, out_channels, kernel, stride, kernel // 2, bias=False, step_mode=step_mode),
        layer.BatchNorm2d(out_channels, step_mode=step_mode),
    ]


def block(channels, out_channels, stride):
    main = convolution(channels, out_channels, stride=stride) + [MpbnLif(out_channels)]
    main += convolution(out_channels, out_channels)
    shortcut = None
    if channels != out_channels:
        pool = layer.AvgPool2d(stride, step_mode="m")
        shortcut = nn.Sequential(pool, *convolution(channels, out_channels, kernel=1))
    return [Residual(nn.Sequential(*main), shortcut), MpbnLif(out_channels)]


def resnet20(steps):
    """The modules have the names of Soma's layers."""
    modules = convolution(3, 64, step_mode="s") + [Repeat(steps), MpbnLif(64)]
    for _ in range(2):
        modules += convolution(64, 64) + [MpbnLif(64)]
    modules.append(layer.AvgPool2d(2, step_mode="m"))
    channels = 64
    for stage in range(4):
        for number in range(2):
            stride = 2 if stage > 0 and number == 0 else 1
            modules += block(channels, 64 << stage, stride)
            channels = 64 << stage
    pool = layer.SeqToANNContainer(nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return nn.Sequential(*modules, pool, layer.Linear(channels, CLASSES, step_mode="m"))


def named_arrays(net):
    """Parameters and statistics by Soma's names."""
    arrays = {}
    for path, module in net.named_modules():
        if isinstance(module, nn.BatchNorm2d):
            arrays[path + ".gamma"] = module.weight
            arrays[path + ".beta"] = module.bias
            arrays[path + ".runningMean"] = module.running_mean
            arrays[path + ".runningVar"] = module.running_var
        elif isinstance(module, (nn.Conv2d, nn.Linear)):
            arrays[path + ".weight"] = module.weight
            if module.bias is not None:
                arrays[path + ".bias"] = module.bias
    return arrays


def load(net, state):
    """Sets all parameters and statistics, which come in Soma's layout: the output's axis last."""
    arrays = named_arrays(net)
    if arrays.keys() != state.keys():
        raise ValueError(f"the networks differ in {sorted(arrays.keys() ^ state.keys())}")
    with torch.no_grad():
        for name, array in arrays.items():
            values = state[name]
            if array.dim() == 4:
                values = values.permute(3, 2, 0, 1)
            elif array.dim() == 2:
                values = values.t()
            array.copy_(values)


def in_somas_layout(array):
    if array.dim() == 4:
        return array.permute(2, 3, 1, 0)
    return array.t() if array.dim() == 2 else array


class Training:
    """A training step: forward, cross-entropy of the mean logits, backward and SGD, on batches taken in turn."""

    def __init__(self, net, images, labels):
        self.net = net.train()
        self.batches = list(zip(images, labels))
        self.next = 0
        self.losses = None
        weights = [parameter for parameter in net.parameters() if parameter.dim() > 1]
        others = [parameter for parameter in net.parameters() if parameter.dim() == 1]
        self.optimizer = torch.optim.SGD(
            [{"params": weights, "weight_decay": WEIGHT_DECAY}, {"params": others}], lr=LEARNING_RATE, momentum=MOMENTUM
        )

    def run(self):
        images, labels = self.batches[self.next % len(self.batches)]
        self.next += 1
        functional.reset_net(self.net)
        self.optimizer.zero_grad(set_to_none=True)
        losses = F.cross_entropy(self.net(images).mean(0), labels, reduction="none")
        losses.mean().backward()
        self.optimizer.step()
        self.losses = losses.detach()

    def results(self):
        gradients = {
            "gradient of " + name: in_somas_layout(array.grad)
            for name, array in named_arrays(self.net).items()
            if array.requires_grad
        }
        return {"losses": self.losses, **gradients}


class Inference:
    """The mean logits of one batch, all normalisations with their running statistics."""

    def __init__(self, net, images):
        self.net = net.eval()
        self.images = images[0]
        self.logits = None

    def run(self):
        with torch.inference_mode():
            functional.reset_net(self.net)
            self.logits = self.net(self.images).mean(0)

    def results(self):
        return {"mean logits": self.logits}


def read_safetensors(path):
    types = {"F32": torch.float32, "I32": torch.int32}
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        content = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            values = torch.frombuffer(content, dtype=types[entry["dtype"]], count=(end - begin) // 4, offset=begin)
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def write_safetensors(path, tensors):
    header, contents, begin = {}, [], 0
    for name, tensor in tensors.items():
        content = tensor.contiguous().numpy().tobytes()
        end = begin + len(content)
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [begin, end]}
        contents.append(content)
        begin = end
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(contents))


def opened(kind, path):
    """A work on the weights and images of a file: state.NAME, images [batch, N, H, W, C] and labels [batch, N]."""
    tensors = read_safetensors(path)
    prefix = "state."
    state = {name[len(prefix) :]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}
    net = resnet20(int(tensors["steps"].item()))
    load(net, state)
    images = tensors["images"].permute(0, 1, 4, 2, 3).contiguous()
    if kind == "training":
        return Training(net, images, tensors["labels"].long())
    return Inference(net, images)


def serve():
    """Does what the lines of the input say, and answers each with a line: empty, or what went wrong."""
    work = None
    for line in sys.stdin:
        command, *arguments = line.rstrip("\n").split(" ", 2)
        try:
            if command == "open":
                work = opened(*arguments)
            elif command == "run":
                work.run()
            elif command == "results":
                write_safetensors(arguments[0], work.results())
            elif command == "close":
                work = None
            else:
                raise ValueError(f"unknown command {command}")
            answer = ""
        except Exception as error:  # the other side says it to the user
            answer = f"{type(error).__name__}: {error}".replace("\n", " ")
        print(answer, flush=True)


def timed(work, seconds, rounds):
    """Milliseconds of the fastest and of the median call of each round, after a round to warm up."""
    measured = []
    for _ in range(rounds + 1):
        times = []
        end = time.perf_counter() + seconds
        while len(times) < 3 or time.perf_counter() < end:
            start = time.perf_counter()
            work.run()
            times.append((time.perf_counter() - start) * 1e3)
        times.sort()
        measured.append({"fastest": times[0], "median": times[len(times) // 2], "calls": len(times)})
    return measured[1:]


def measure(options):
    generator = torch.Generator().manual_seed(1)
    images = torch.randn(BATCHES, options.batch, 3, 32, 32, generator=generator)
    labels = torch.randint(CLASSES, (BATCHES, options.batch), generator=generator)
    return {
        "training step of ResNet-20": timed(
            Training(resnet20(options.steps), images, labels), options.seconds, options.rounds
        ),
        "inference of ResNet-20": timed(Inference(resnet20(options.steps), images), options.seconds, options.rounds),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--steps", type=int, default=4, help="time steps, T")
    parser.add_argument("--seconds", type=float, default=1, help="seconds of a round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds, after one to warm up")
    parser.add_argument("--serve", action="store_true", help="for soma bench: take commands from the standard input")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    about = {
        "spikingjelly": importlib.metadata.version("spikingjelly"),
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
    }
    if options.serve:
        print(json.dumps(about), flush=True)
        serve()
    else:
        print(json.dumps({**about, "works": measure(options)}, indent=2))


if __name__ == "__main__":
    main()
