// The API's own refusals: error codes with their HTTP status and the opening of their Japanese message (facts §9).
// A route throws `refuse(code)` before it has changed anything.
import { KaiyakuError, bugError, providerError } from '../../../base/errors.ts';

const STATUS_OF: Readonly<Record<string, number>> = {
  bad_request: 400,
  cant_resize_smaller: 400,
  dns_a_record_not_found: 400,
  filter_array_comparison: 400,
  filter_bad_operator: 400,
  filter_null_comparison: 400,
  filter_unknown_operator: 400,
  invalid_format: 400,
  invalid_range: 400,
  missing_param: 400,
  param_ip_not_found: 400,
  param_res_not_found: 400,
  unauthorized: 401,
  penalty_operation: 402,
  forbidden: 403,
  disabled_in_sandbox: 403,
  not_found: 404,
  resource_path_not_found: 404,
  method_not_allowed: 405,
  archive_is_incomplete: 409,
  cdrom_in_use: 409,
  conflict: 409,
  delete_ipv6nets_first: 409,
  delete_router_b4_switch: 409,
  delete_static_route_first: 409,
  disconnect_b4_delete: 409,
  disk_is_copying: 409,
  disk_is_not_available: 409,
  disk_license_mismatch: 409,
  ftp_is_already_close: 409,
  ftp_is_already_open: 409,
  ftp_must_be_closed: 409,
  in_migration: 409,
  ipv6net_already_attached: 409,
  limit_count_in_account: 409,
  not_for_router: 409,
  original_hash_mismatch: 409,
  res_already_connected: 409,
  res_already_disconnected: 409,
  res_already_exists: 409,
  res_used_in_zone: 409,
  run_out_of_ipaddress: 409,
  same_license_required: 409,
  server_is_cleaning: 409,
  server_power_must_be_down: 409,
  server_power_must_be_up: 409,
  still_creating: 409,
  switch_hybrid_connected: 409,
  request_entity_too_large: 413,
  locked: 423,
  too_many_request: 429,
  internal_server_error: 500,
  busy: 503,
  service_unavailable: 503,
  unknown_os_type: 503,
  apiproxy_timeout_non_get: 504,
};

const REASONS: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  400: ['Bad Request', '不適切な要求です。'],
  401: ['Unauthorized', '認証に失敗しました。'],
  402: ['Payment Required', '要求を受け付けできません。'],
  403: ['Forbidden', '要求された操作は許可されていません。'],
  404: ['Not Found', '対象が見つかりません。'],
  405: ['Method Not Allowed', '要求されたメソッドは許可されていません。'],
  409: ['Conflict', '要求された操作を行えません。'],
  413: ['Request Entity Too Large', '要求が大きすぎます。'],
  423: ['Locked', '対象はロックされています。'],
  429: ['Too Many Requests', '要求が多すぎます。'],
  500: ['Internal Server Error', '内部エラーが発生しました。'],
  503: ['Service Unavailable', 'サービスが利用できません。'],
  504: ['Gateway Timeout', 'APIプロクシの応答が時間内に得られませんでした。'],
};

/** What the API would refuse with; `detail` becomes the message's second line. */
export function refuse(code: string, detail?: string): KaiyakuError {
  const status = STATUS_OF[code];
  if (status === undefined) throw bugError('unknown-error-code', `the simulator knows no error code ${code}`);
  return providerError(code, detail ?? code, { facts: { status, detail: detail ?? null } });
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail: string | null;
}

/** The refusal in a thrown value; anything else is the simulator's own fault and reads so. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof KaiyakuError && error.kind === 'provider') {
    const { status, detail } = error.detail.facts as { status: number; detail: string | null };
    return { status, code: error.code, detail };
  }
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 500, code: 'internal_server_error', detail: `fault of the simulator: ${what}` };
}

/** The error body of facts §1.7. `serial` is 32 hex digits. */
export function errorBody({ status, code, detail }: Refusal, serial: string): Record<string, unknown> {
  const [reason, message] = REASONS[status] ?? ['Error', 'エラーが発生しました。'];
  return {
    is_fatal: true,
    serial,
    status: `${status} ${reason}`,
    error_code: code,
    error_msg: detail === null ? message : `${message}\n${detail}`,
  };
}
