import type { OperationModel, ServiceModel } from './service-model.ts';

/** An operation found for a REST request, with the labels of its path (decoded). */
export interface RouteMatch {
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
}

interface Route {
  readonly operation: OperationModel;
  readonly method: string;
  readonly pattern: RegExp;
  readonly labelNames: readonly string[];
  readonly literals: readonly (readonly [name: string, value: string])[];
}

/** The path and query that a REST operation is recognised by. */
export interface RoutedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** Finds the operation of a REST request by the `http` traits of the service's operations. */
export class Routes {
  readonly #routes: readonly Route[];

  /** `preferred` operations win where a request fits several, the first of them above all, as S3's requests without `x-id` do. */
  constructor(model: ServiceModel, preferred: ReadonlySet<string>) {
    const routes = [...model.operations.values()].flatMap(routeOf);
    const ranks = new Map([...preferred].map((name, index) => [name, index]));
    const rank = (route: Route): number => ranks.get(route.operation.name) ?? ranks.size;
    this.#routes = routes.sort((left, right) => rank(left) - rank(right));
  }

  /** The best match: all literals of the route's query present, and no query parameter that it does not know. */
  match(request: RoutedRequest): RouteMatch | undefined {
    for (const route of this.#routes) {
      if (route.method !== request.method) continue;
      const found = route.pattern.exec(request.path);
      if (found === null || !queryFits(route, request.query)) continue;
      const labels = route.labelNames.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]);
      return { operation: route.operation, labels: Object.fromEntries(labels) };
    }
    return undefined;
  }
}

function routeOf(operation: OperationModel): readonly Route[] {
  if (operation.http === undefined) return [];
  const [method, template] = operation.http;
  const [path = '/', query = ''] = template.split('?');
  const labelNames: string[] = [];
  const source = path.replace(/\{([^}+]+)(\+?)\}|[.*()$^]/g, (whole, name: string | undefined, greedy: string) => {
    if (name === undefined) return `\\${whole}`;
    labelNames.push(name);
    return greedy === '+' ? '(.+)' : '([^/]+)';
  });
  const literals = [...new URLSearchParams(query)];
  return [{ operation, method, pattern: new RegExp(`^${source}/?$`), labelNames, literals }];
}

function queryFits(route: Route, query: Readonly<Record<string, string>>): boolean {
  // `x-id` names the operation for humans; the AWS CLI does not send it.
  for (const [name, value] of route.literals) {
    if (query[name] !== value && !(name === 'x-id' && query[name] === undefined)) return false;
  }
  const literalNames = new Set(route.literals.map(([name]) => name));
  const others = Object.keys(query).filter((name) => !literalNames.has(name));
  if (others.length === 0) return true;
  const shape = route.operation.input();
  const bound = new Set(shape.kind === 'structure' ? shape.members().map((member) => member.traits.httpQuery) : []);
  return others.every((name) => bound.has(name));
}
