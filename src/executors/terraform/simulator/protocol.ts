// The messages and calls of Terraform's plugin protocol, versions 5 and 6, as far as a provider with resources needs them:
// field numbers are facts of the protocol, the table is our own. Nothing here knows a resource.
import type { MethodDefinition, ServiceDefinition } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

/** 5 is spoken for the v2 provider, 6 for v3: only 6 has attributes that are nested objects. */
export type ProtocolVersion = 5 | 6;

/** A decoded message; the handlers read named fields of it. */
export type Message = Record<string, unknown>;

/** `name=number type`; `*` repeated, `map:` a map with text keys. */
const MESSAGES: Readonly<Record<string, string>> = {
  DynamicValue: 'msgpack=1 bytes, json=2 bytes',
  Step: 'attribute_name=1 string, element_key_string=2 string, element_key_int=3 int64',
  AttributePath: 'steps=1 *Step',
  Diagnostic: 'severity=1 int32, summary=2 string, detail=3 string, attribute=4 AttributePath',
  RawState: 'json=1 bytes, flatmap=2 map:string',
  Schema: 'version=1 int64, block=2 Block',
  Block: 'version=1 int64, attributes=2 *Attribute, block_types=3 *NestedBlock',
  Nested: 'attributes=1 *Attribute, nesting=3 int32',
  NestedBlock: 'type_name=1 string, block=2 Block, nesting=3 int32, min_items=4 int64, max_items=5 int64',
  Capabilities: 'plan_destroy=1 bool, get_provider_schema_optional=2 bool',
  Empty: '',
  SchemaOut:
    'provider=1 Schema, resource_schemas=2 map:Schema, data_source_schemas=3 map:Schema, diagnostics=4 *Diagnostic, server_capabilities=6 Capabilities',
  ProviderIn: 'config=1 DynamicValue',
  ProviderOut: 'prepared_config=1 DynamicValue, diagnostics=2 *Diagnostic',
  CheckIn: 'type_name=1 string, config=2 DynamicValue',
  DiagnosticsOut: 'diagnostics=1 *Diagnostic',
  ConfigureIn: 'terraform_version=1 string, config=2 DynamicValue',
  UpgradeIn: 'type_name=1 string, version=2 int64, raw_state=3 RawState',
  UpgradeOut: 'upgraded_state=1 DynamicValue, diagnostics=2 *Diagnostic',
  ReadIn: 'type_name=1 string, current_state=2 DynamicValue, private=3 bytes',
  ReadOut: 'new_state=1 DynamicValue, diagnostics=2 *Diagnostic, private=3 bytes',
  PlanIn:
    'type_name=1 string, prior_state=2 DynamicValue, proposed_new_state=3 DynamicValue, config=4 DynamicValue, prior_private=5 bytes',
  PlanOut:
    'planned_state=1 DynamicValue, requires_replace=2 *AttributePath, planned_private=3 bytes, diagnostics=4 *Diagnostic, legacy_type_system=5 bool',
  ApplyIn:
    'type_name=1 string, prior_state=2 DynamicValue, planned_state=3 DynamicValue, config=4 DynamicValue, planned_private=5 bytes',
  ApplyOut: 'new_state=1 DynamicValue, private=2 bytes, diagnostics=3 *Diagnostic, legacy_type_system=4 bool',
  ImportIn: 'type_name=1 string, id=2 string',
  Imported: 'type_name=1 string, state=2 DynamicValue, private=3 bytes',
  ImportOut: 'imported_resources=1 *Imported, diagnostics=2 *Diagnostic',
  StopOut: 'Error=1 string',
};

/** Our name of each call: request, answer, name in 5, name in 6. */
const CALLS = {
  schema: ['Empty', 'SchemaOut', 'GetSchema', 'GetProviderSchema'],
  checkProvider: ['ProviderIn', 'ProviderOut', 'PrepareProviderConfig', 'ValidateProviderConfig'],
  checkResource: ['CheckIn', 'DiagnosticsOut', 'ValidateResourceTypeConfig', 'ValidateResourceConfig'],
  configure: ['ConfigureIn', 'DiagnosticsOut', 'Configure', 'ConfigureProvider'],
  upgrade: ['UpgradeIn', 'UpgradeOut', 'UpgradeResourceState', 'UpgradeResourceState'],
  read: ['ReadIn', 'ReadOut', 'ReadResource', 'ReadResource'],
  plan: ['PlanIn', 'PlanOut', 'PlanResourceChange', 'PlanResourceChange'],
  apply: ['ApplyIn', 'ApplyOut', 'ApplyResourceChange', 'ApplyResourceChange'],
  importState: ['ImportIn', 'ImportOut', 'ImportResourceState', 'ImportResourceState'],
  stop: ['Empty', 'StopOut', 'Stop', 'StopProvider'],
} as const;

export type CallName = keyof typeof CALLS;

/** The service of one protocol version, for `server.addService` with a handler for each call name. */
export function serviceOf(version: ProtocolVersion): ServiceDefinition {
  const types = typesOf(version);
  return Object.fromEntries(
    Object.entries(CALLS).map(([name, [request, answer, five, six]]) => [
      name,
      method(
        `/tfplugin${version}.Provider/${version === 5 ? five : six}`,
        types.lookupType(request),
        types.lookupType(answer),
      ),
    ]),
  );
}

function method(path: string, request: protobuf.Type, answer: protobuf.Type): MethodDefinition<Message, Message> {
  const codec = (type: protobuf.Type) => ({
    write: (message: Message) => Buffer.from(type.encode(type.fromObject(message)).finish()),
    read: (bytes: Buffer) => type.toObject(type.decode(bytes), { longs: Number, bytes: Buffer }),
  });
  const [asked, answered] = [codec(request), codec(answer)];
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asked.write,
    requestDeserialize: asked.read,
    responseSerialize: answered.write,
    responseDeserialize: answered.read,
  };
}

function typesOf(version: ProtocolVersion): protobuf.Root {
  const own = version === 5 ? 'write_only=10 bool' : 'nested_type=10 Nested, write_only=11 bool';
  const attribute = `name=1 string, type=2 bytes, required=4 bool, optional=5 bool, computed=6 bool, sensitive=7 bool, deprecated=9 bool, ${own}`;
  const root = new protobuf.Root();
  for (const [name, text] of Object.entries({ ...MESSAGES, Attribute: attribute })) {
    const type = new protobuf.Type(name);
    for (const field of text === '' ? [] : text.split(', ')) type.add(fieldOf(field));
    // A step is exactly one of its three; without this an index 0 would not be written.
    if (name === 'Step') type.add(new protobuf.OneOf('selector', Object.keys(type.fields)));
    root.add(type);
  }
  return root;
}

function fieldOf(text: string): protobuf.FieldBase {
  const [, name, number, repeated, map, type] = /^(\w+)=(\d+) (\*)?(map:)?(\w+)$/.exec(text) as unknown as string[];
  if (map !== undefined) return new protobuf.MapField(name!, Number(number), 'string', type!);
  return new protobuf.Field(name!, Number(number), type!, repeated === undefined ? undefined : 'repeated');
}
