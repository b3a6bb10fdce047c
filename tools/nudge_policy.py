#!/usr/bin/env python3
"""Makes a copy of a policy folder whose model moves some joints otherwise, to see that a comparison finds just those.

The last layer has weights of its own for each joint; those of the joints named are made larger by a share. That is done
in the ONNX file, byte for byte in place and with nothing but Python, and in the TorchScript file where torch is there
(Debian: /usr/bin/python3 with python3-torch); else the copy has no TorchScript.

    tools/nudge_policy.py samples/policies/reach nudged --joint right_joint2 --joint left_gripper
"""
import argparse
import array
import json
import os
import shutil
import sys

LINEAR = 'Gemm', 'MatMul'
FLOAT32 = 1


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
        if byte < 128:
            return value, at


def fields(data, start, end):
    """Of a protobuf message: number, value where it is one, first and last byte of what it holds."""
    at = start
    while at < end:
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, after = varint(data, at)
            yield key >> 3, value, at, after
        elif kind == 2:
            size, at = varint(data, at)
            after = at + size
            yield key >> 3, None, at, after
        elif kind in (1, 5):
            after = at + (8 if kind == 1 else 4)
            yield key >> 3, None, at, after
        else:
            raise ValueError(f'wire type {kind} at byte {at}')
        at = after


def text(data, start, end):
    return bytes(data[start:end]).decode()


def node(data, start, end):
    """https://github.com/onnx/onnx/blob/main/onnx/onnx.proto: NodeProto."""
    found = dict(inputs=[], outputs=[], operator='', transposed=False)
    for number, _, first, last in fields(data, start, end):
        if number == 1:
            found['inputs'].append(text(data, first, last))
        elif number == 2:
            found['outputs'].append(text(data, first, last))
        elif number == 4:
            found['operator'] = text(data, first, last)
        elif number == 5:
            attribute = {n: (value, f, l) for n, value, f, l in fields(data, first, last)}
            if text(data, *attribute[1][1:]) == 'transB':
                found['transposed'] = attribute[3][0] != 0
    return found


def tensor(data, start, end):
    """TensorProto: name, shape and where its values lie."""
    found = dict(name='', shape=[], type=0, values=None)
    for number, value, first, last in fields(data, start, end):
        if number == 1 and value is not None:
            found['shape'].append(value)
        elif number == 2:
            found['type'] = value
        elif number == 8:
            found['name'] = text(data, first, last)
        elif number == 9:
            found['values'] = first, last
    return found


def last_layer(data, width):
    """The weights that the action is made of: the largest of the linear layers that no other stands behind."""
    graph = next((first, last) for number, _, first, last in fields(data, 0, len(data)) if number == 7)
    makers, weights = {}, {}
    for number, _, first, last in fields(data, *graph):
        if number == 1:
            made = node(data, first, last)
            makers.update({output: made for output in made['outputs']})
        elif number == 5:
            read = tensor(data, first, last)
            weights[read['name']] = read
    found, wanted, seen = [], ['action'], set()
    while wanted:
        made = makers.get(name := wanted.pop())
        if made is None or name in seen:
            continue
        seen.add(name)
        layer = next((weights[i] for i in made['inputs'] if i in weights), None) if made['operator'] in LINEAR else None
        if layer is None:
            wanted += made['inputs']
        elif layer['values'] and layer['type'] == FLOAT32 and len(layer['shape']) == 2:
            outputs = layer['shape'][0 if made['transposed'] else 1]
            if outputs % width == 0:
                found.append((layer['values'][1] - layer['values'][0], made['transposed'], layer))
    if not found:
        sys.exit('no linear layer whose outputs are whole rows stands behind "action"')
    _, transposed, layer = max(found, key=lambda one: one[0])
    return layer, transposed


def nudge_onnx(path, width, joints, share):
    """Returns the layer's name and its weights before, as one row for each output."""
    with open(path, 'rb') as file:
        data = bytearray(file.read())
    layer, transposed = last_layer(data, width)
    first, last = layer['values']
    values = array.array('f', bytes(data[first:last]))
    before = array.array('f', values)
    rows, columns = layer['shape']
    for row in range(rows):
        for column in range(columns):
            if (row if transposed else column) % width in joints:
                values[row * columns + column] *= 1 + share
    data[first:last] = values.tobytes()
    with open(path, 'wb') as file:
        file.write(data)
    return layer['name'], before, (rows, columns), transposed


def nudge_torch(path, before, shape, transposed, width, joints, share):
    """The same layer, found by its values: exporters give it other names."""
    import torch
    model = torch.jit.load(path)
    weights = torch.tensor(list(before)).reshape(shape)
    weights = weights if transposed else weights.T
    for name, parameter in model.named_parameters():
        if parameter.shape == weights.shape and torch.equal(parameter.data, weights):
            mine = torch.tensor([row % width in joints for row in range(len(weights))])
            parameter.data[mine] *= 1 + share
            torch.jit.save(model, path)
            return name
    sys.exit(f'{path} has no layer with the weights of the ONNX model')


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('source', help='policy folder with policy.json and an ONNX model')
    options.add_argument('target', help='new folder')
    options.add_argument('--joint', action='append', required=True, help='by the name in policy.json; repeatable')
    options.add_argument('--by', type=float, default=0.05, metavar='SHARE', help='of each weight (default 0.05)')
    given = options.parse_args()
    with open(os.path.join(given.source, 'policy.json')) as file:
        policy = json.load(file)
    action = policy['outputs']['action']
    names, width = action.get('names', []), action['shape'][-1]
    unknown = [joint for joint in given.joint if joint not in names]
    if unknown:
        sys.exit(f'no joint {", ".join(unknown)}; there are {", ".join(names) or "none with names"}')
    joints = {names.index(joint) for joint in given.joint}
    shutil.copytree(given.source, given.target, copy_function=shutil.copyfile)
    models = policy['models']
    onnx = os.path.join(given.target, models['Onnx'])
    name, before, shape, transposed = nudge_onnx(onnx, width, joints, given.by)
    print(f'{onnx}: {name}')
    if 'TorchSharp' in models:
        path = os.path.join(given.target, models['TorchSharp'])
        try:
            found = nudge_torch(path, before, shape, transposed, width, joints, given.by)
            print(f'{path}: {found}')
        except ImportError:
            os.remove(path)
            del models['TorchSharp']
            print(f'{path}: left out, there is no torch here')
    for left in [backend for backend in models if backend not in ('Onnx', 'TorchSharp')]:
        del models[left]
    with open(os.path.join(given.target, 'policy.json'), 'w') as file:
        json.dump(policy, file, indent=1)


if __name__ == '__main__':
    main()
